#!/usr/bin/env python3
"""Writes the numbered SQL migrations as a C table: embed.py OUTPUT KIND HEADER FILE..."""
import os
import sys


def quoted(line):
    return '"' + line.replace('\\', '\\\\').replace('"', '\\"') + '\\n"'


def main(output, kind, header, files):
    files = sorted(files, key=os.path.basename)
    numbers = [int(os.path.basename(name).split('-')[0]) for name in files]
    if numbers != list(range(1, len(files) + 1)):
        sys.exit(f'migrations must be numbered from 1 without gaps, not {numbers}')
    with open(output, 'w', encoding='utf-8') as out:
        out.write(f'#include "record/{header}"\n\n')
        out.write(f'const char *const {kind}_migrations[] = {{\n')
        for name in files:
            with open(name, encoding='utf-8') as sql:
                for line in sql.read().splitlines():
                    out.write(f'        {quoted(line)}\n')
            out.write('        ,\n')
        out.write(f'}};\n\nconst int {kind}_migration_count = {len(files)};\n')


main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
