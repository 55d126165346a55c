#!/bin/sh
# The Debian package: built twice in different folders it has the same bytes; lintian finds no error; what is in it is what
# was promised, and works from where it is unpacked.
#
#   package_test.sh SOURCE
set -eu
source=$1
for tool in dpkg-buildpackage dh lintian; do
        command -v $tool >/dev/null || { echo "skipped: $tool is needed"; exit 77; }
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The sources as they are committed or would be: no build folders.
build() {
        mkdir -p "$scratch/$1/makesafe"
        (cd "$source" && tar cf - --exclude='./build*' --exclude='./bs' --exclude=./.git .) | tar xf - -C "$scratch/$1/makesafe"
        (cd "$scratch/$1/makesafe" && LC_ALL=C.UTF-8 dpkg-buildpackage -b -us -uc -d >"$scratch/$1.log" 2>&1) || {
                tail -n 40 "$scratch/$1.log"
                exit 1
        }
}

build one
build another-folder-with-a-longer-name
package=$(ls "$scratch"/one/makesafe_*.deb)
cmp "$package" "$scratch/another-folder-with-a-longer-name/${package##*/}" || {
        echo "two builds differ"
        exit 1
}
lintian --fail-on error,warning --tag-display-limit 0 "$package" || { echo "lintian is not content"; exit 1; }

dpkg-deb -x "$package" "$scratch/root"
for file in usr/bin/makesafe etc/makesafe/config.yaml usr/share/makesafe/modules/hotels.yaml usr/share/makesafe/modules/hotels.cy.yaml \
        usr/share/makesafe/modules/contacts.yaml usr/share/locale/cy/LC_MESSAGES/makesafe.mo usr/share/man/man1/makesafe.1.gz \
        usr/share/man/man5/makesafe-module.5.gz usr/share/man/man5/makesafe-record.5.gz usr/share/man/man7/makesafe-deploy.7.gz \
        usr/share/doc/makesafe/examples/sshd.conf usr/share/doc/makesafe/examples/getty.conf usr/lib/sysusers.d/makesafe.conf \
        usr/lib/tmpfiles.d/makesafe.conf; do
        test -e "$scratch/root/$file" || { echo "not in the package: $file"; exit 1; }
done
dpkg-deb -f "$package" Recommends | grep -q libpq5 || { echo "heavy libraries are not recommended"; exit 1; }
if dpkg-deb -f "$package" Depends | grep -qE 'libpq|libcurl|libcairo|libexpat'; then
        echo "heavy libraries are depended on"
        exit 1
fi
"$scratch/root/usr/bin/makesafe" check --strict "$scratch/root/usr/share/makesafe/modules"
echo "the package is reproducible and clean"
