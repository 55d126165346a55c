#!/bin/bash
# No room includes one of its own floor or above: data flows one way. Prints every include that runs uphill.
cd "$1" || exit 3
declare -A floor=([base]=1 [module]=2 [record]=2 [stats]=2 [quiz]=3 [view]=3 [session]=4 [report]=4
        [exchange]=5 [tui]=6 [plain]=6 [cmd]=7)
uphill=0
files=0
for file in src/*/*.[ch]; do
        files=$((files + 1))
        room=${file#src/}
        room=${room%%/*}
        if [ -z "${floor[$room]}" ]; then
                echo "$file: the room '$room' is on no floor"
                uphill=1
        fi
        while IFS=: read -r line include; do
                other=${include#*\"}
                other=${other%%/*}
                [ "$other" = "$room" ] && continue
                if [ "${floor[$other]:-0}" -ge "${floor[$room]:-0}" ]; then
                        echo "$file:$line: $room includes $other, which is not below it"
                        uphill=1
                fi
        done < <(grep -noE '#include "[a-z_]+/[^"]+"' "$file")
done
[ "$files" -gt 50 ] || { echo "only $files files found: is this the source?"; exit 1; }
exit $uphill
