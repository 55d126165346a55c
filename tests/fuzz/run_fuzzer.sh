#!/bin/sh
# run_fuzzer.sh FUZZER CORPUS SECONDS SCRATCH: starts from the corpus, which stays as it is; what it finds is kept in SCRATCH.
set -eu
name=$(basename "$1")
folder=$4/$name
rm -rf "$folder"
mkdir -p "$folder/new"
export TMPDIR="$folder"
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:allocator_may_return_null=1"
"$1" "$folder/new" "$2" -max_total_time="$3" -seed=1 -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
        -artifact_prefix="$folder/" -verbosity=0 -print_final_stats=1 2>"$folder/log" || {
        tail -n 60 "$folder/log"
        exit 1
}
grep -E 'number_of_executed_units|peak_rss_mb' "$folder/log"
