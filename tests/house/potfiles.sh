#!/bin/sh
# Every source file with a text for people stands in po/POTFILES, so that no text misses its translation.
cd "$1" || exit 3
missing=0
for file in $(grep -lE '(\<N?_\(|ngettext\()' -r src --include='*.c' --include='*.def'); do
        grep -qxF "$file" po/POTFILES || { echo "po/POTFILES lacks $file"; missing=1; }
done
while read -r file; do
        [ -f "$file" ] || { echo "po/POTFILES names $file, which is gone"; missing=1; }
done <po/POTFILES
exit $missing
