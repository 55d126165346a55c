#!/bin/sh
# The program as built can be put anywhere in memory, its tables are read-only once it runs, its stack is guarded and no
# code, and the C library's checked calls are used where the build has them: hardened.sh PROGRAM LIBRARY FORTIFIED(0|1)
program=$1
library=$2
missing=0
want() {
        if ! eval "$2" | grep -qE "$3"; then
                echo "$program: $1 is missing"
                missing=1
        fi
}
want 'position independence (PIE)' 'readelf -hW "$program"' 'Type: +DYN'
want 'read-only relocations (RELRO)' 'readelf -lW "$program"' 'GNU_RELRO'
want 'binding before start (BIND_NOW)' 'readelf -dW "$program"' 'FLAGS.*(BIND_NOW|NOW)'
want 'a stack without code' 'readelf -lW "$program"' 'GNU_STACK.* RW '
want 'stack protection' 'readelf -sW --dyn-syms "$program"' '__stack_chk_fail'
if [ "$(uname -m)" = x86_64 ]; then
        want 'control-flow protection (IBT, SHSTK)' 'readelf -nW "$library"' 'x86 feature: .*IBT.*SHSTK'
fi
if [ "$3" = 1 ]; then
        want "the C library's checked calls (FORTIFY)" 'readelf -sW --dyn-syms "$program"' '__(snprintf|sprintf|memcpy|strcpy|vsnprintf)_chk'
fi
if readelf -lW "$program" | grep -E 'LOAD|GNU_STACK' | grep -q 'RWE'; then
        echo "$program: memory that can be written and run"
        missing=1
fi
exit $missing
