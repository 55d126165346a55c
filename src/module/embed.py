#!/usr/bin/env python3
"""Writes the example modules, from which new ones are made, as C strings: embed.py OUTPUT FILE..."""
import os
import sys


def quoted(line):
    return '"' + line.replace('\\', '\\\\').replace('"', '\\"') + '\\n"'


def main(output, files):
    with open(output, 'w', encoding='utf-8') as out:
        out.write('#include "module/write.h"\n\nconst ModuleExample module_examples[] = {\n')
        for name in files:
            language = (os.path.basename(name).split('.') + ['en'])[1]
            language = 'en' if language == 'yaml' else language
            out.write(f'        {{ "{language}",\n')
            with open(name, encoding='utf-8') as example:
                for line in example.read().splitlines():
                    out.write(f'                {quoted(line)}\n')
            out.write('        },\n')
        out.write('        { NULL, NULL },\n};\n')


main(sys.argv[1], sys.argv[2:])
