#!/bin/sh
# The Fandol faces for printing, out of Debian's texlive-lang-chinese and without TeX, into a folder of fonts; as root.
# Fandol is under the GNU GPL with the font exception: a document may hold its glyphs.
set -eu
into=${1:-/usr/local/share/fonts/fandol}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$into"
cd "$work"
apt-get download -qq texlive-lang-chinese
dpkg-deb --fsys-tarfile texlive-lang-chinese_*.deb |
  tar -x -C "$into" --wildcards --transform 's,.*/,,' '*/fandol/Fandol[FHKS]*.otf'
