#!/usr/bin/env python3
"""Writes a text file as a C string: embed.py OUTPUT FILE NAME HEADER"""
import sys


def quoted(line):
    return '"' + line.replace('\\', '\\\\').replace('"', '\\"') + '\\n"'


def main(output, file, name, header):
    with open(file, encoding='utf-8') as text, open(output, 'w', encoding='utf-8') as out:
        out.write(f'#include "{header}"\n\nconst char {name}[] =\n')
        for line in text.read().splitlines():
            out.write(f'        {quoted(line)}\n')
        out.write('        ;\n')


main(*sys.argv[1:])
