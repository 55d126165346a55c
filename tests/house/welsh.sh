#!/bin/sh
# Every text for people has its Welsh, and every Welsh text its plural forms and placeholders.
cd "$1" || exit 3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
xgettext --language=C --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=ngettext:1,2 -f po/POTFILES \
        -o "$scratch/makesafe.pot" 2>/dev/null || exit 1
msgfmt --check -o /dev/null po/cy.po || exit 1
msgmerge -q -N po/cy.po "$scratch/makesafe.pot" -o "$scratch/cy.po" || exit 1
missing=$(msgattrib --untranslated "$scratch/cy.po" | grep '^msgid "' | grep -vc '^msgid ""$')
if [ "$missing" != 0 ]; then
        echo "$missing texts have no Welsh yet:"
        msgattrib --untranslated --no-wrap "$scratch/cy.po" | grep '^msgid'
        exit 1
fi
