#!/bin/sh
# `meson install` puts everything where distributions expect it, under DESTDIR and under a prefix of one's own; what was
# installed works when the sources and the build are gone; and uninstalling leaves no file behind.
#
#   install_test.sh SOURCE
set -eu
source=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/opt/makesafe

fail() {
        echo "$*"
        exit 1
}

mkdir "$scratch/source"
(cd "$source" && tar cf - --exclude='./build*' --exclude='./bs' --exclude=./.git .) | tar xf - -C "$scratch/source"
cd "$scratch"
# Without optimization, because it is quicker to build and installs the same.
meson setup build source --prefix="$prefix" -Dtests=false -Doptimization=0 >log 2>&1 && ninja -C build >>log 2>&1 ||
        { tail -n 40 log; exit 1; }

in_place() {
        for file in bin/makesafe share/makesafe/modules/hotels.yaml share/makesafe/modules/hotels.cy.yaml \
                share/makesafe/modules/contacts.yaml share/makesafe/modules/module.schema.json \
                share/locale/cy/LC_MESSAGES/makesafe.mo \
                share/man/man1/makesafe.1 share/man/man5/makesafe-certificate.5 share/man/man5/makesafe-module.5 \
                share/man/man5/makesafe-record.5 share/man/man7/makesafe-deploy.7 \
                share/bash-completion/completions/makesafe share/zsh/site-functions/_makesafe \
                share/fish/vendor_completions.d/makesafe.fish \
                share/doc/makesafe/examples/example.yaml share/doc/makesafe/examples/config.yaml \
                share/doc/makesafe/examples/sshd.conf share/doc/makesafe/examples/getty.conf; do
                test -s "$1/$file" || fail "not installed: $file"
        done
}

nothing_in() {
        left=$(find "$1" ! -type d 2>/dev/null || true)
        test -z "$left" || fail "uninstalling left behind: $left"
}

# Under DESTDIR nothing gets to the place itself.
DESTDIR=$scratch/stage meson install -C build >>log 2>&1 || { tail -n 20 log; exit 1; }
in_place "stage$prefix"
test ! -e "$prefix" || fail "an installation under DESTDIR reached $prefix"
ninja -C build uninstall >>log 2>&1 || { tail -n 20 log; exit 1; }
nothing_in stage

meson install -C build >>log 2>&1 || { tail -n 20 log; exit 1; }
in_place "$prefix"

# Nothing but what was installed: the sources, and the folder it was built in, are away.
mkdir away
mv source build away
mkdir home
makesafe() {
        env -i HOME="$scratch/home" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$prefix/bin/makesafe" "$@"
}
# The example configuration is one that works: as it is, and with every key in it said.
mkdir -p home/.config/makesafe
example=$prefix/share/doc/makesafe/examples/config.yaml
sed 's/^#\([a-z]\)/\1/' "$example" >home/.config/makesafe/config.yaml
grep -q '^record:' home/.config/makesafe/config.yaml || fail "the example configuration names no record"
makesafe contacts >said 2>&1 || { cat said; fail "it does not take the example configuration with every key said"; }
cp "$example" home/.config/makesafe/config.yaml
makesafe --version | grep -q '^makesafe [0-9]' || fail "it does not say its version"
makesafe check --strict "$prefix/share/makesafe/modules" >said || { cat said; fail "its modules do not pass"; }
makesafe schema | cmp - "$prefix/share/makesafe/modules/module.schema.json" || fail "it prints another schema"
makesafe record init >said || fail "it cannot make a record"
printf '\n\n\n\nq\n' | makesafe learn hotels --plain >said || fail "it cannot learn"
grep -q '^Hotels' said || { cat said; fail "it does not find its modules"; }
printf 'q\n' | makesafe learn hotels --plain --lang cy --as cy >said || fail "it cannot learn in Welsh"
grep -q '^Gwest' said || { cat said; fail "it does not find its Welsh modules"; }
makesafe --help --lang cy | grep -q 'Defnydd' || fail "it does not find its Welsh"
makesafe contacts | grep -q 101 || fail "it does not find its contacts"
makesafe verify >said || { cat said; fail "its record is not sound"; }
makesafe new night-porters -o home/night-porters.yaml && makesafe check --strict home/night-porters.yaml >said || fail "it makes no module"
if command -v mandoc >/dev/null; then
        for page in makesafe.1 makesafe-certificate.5 makesafe-module.5 makesafe-record.5 makesafe-deploy.7; do
                mandoc -T lint -W error "$prefix/share/man/man${page##*.}/$page" || fail "not a manual page: $page"
        done
fi

mv away/source away/build .
ninja -C build uninstall >>log 2>&1 || { tail -n 20 log; exit 1; }
nothing_in "$prefix"
echo "installing, and uninstalling, is whole"
