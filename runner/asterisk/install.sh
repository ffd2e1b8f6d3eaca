#!/usr/bin/env bash
# Put Asterisk, and sipp to talk to it, into a folder of their own, from the machine's own apt
# source, without touching the system: no package is installed, no file outside TARGET is
# written, root is not needed.
#
#   install.sh TARGET [suite ...]      (suites to look for Asterisk in; default: sid bullseye)
#
# The mirror is the one apt already uses for the running release, its signature is checked with
# Debian's archive keyring. The packages are unpacked, not configured: the programs run through
# the unpacked dynamic loader, with the unpacked libraries.
set -euo pipefail
target=${1:?folder}; shift
suites=("$@"); [ ${#suites[@]} -gt 0 ] || suites=(sid bullseye)
mkdir -p "$target"; target=$(cd "$target" && pwd)

work=$(mktemp -d "$target/.work.XXXXXX"); trap 'rm -rf "$work"' EXIT
nosandbox=(-o Debug::NoLocking=1 -o APT::Sandbox::User=root)
[ "$(id -u)" = 0 ] || nosandbox+=(-o APT::Sandbox::User=)
nohooks=(-o APT::Update::Post-Invoke= -o APT::Update::Post-Invoke-Success=)

# The running release's main and security archives, however the machine's apt source is written
# down (one line, deb822, a proxy, a local mirror).
codename=$(. /etc/os-release; echo "${VERSION_CODENAME:-}")
archive() {  # archive RELEASE [apt option ...]
  local want=$1; shift
  apt-get "$@" indextargets --format '$(RELEASE)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)' \
    'Created-By: Packages' |
    awk -F'|' -v c="$want" '($1==c || $2==c) && $3=="main" && !n++ {print $4}'
}
own=()
if [ -z "$(archive "$codename")" ]; then   # a bare image: its package lists were never fetched
  mkdir -p "$work/own/partial"; own=(-o Dir::State::Lists="$work/own")
  apt-get -qq "${own[@]}" "${nosandbox[@]}" "${nohooks[@]}" update
fi
mirror=$(archive "$codename" ${own[@]+"${own[@]}"})
security=$(archive "$codename-security" ${own[@]+"${own[@]}"})
key=/usr/share/keyrings/debian-archive-keyring.gpg; [ -r "$key" ] || key=
[ -n "$mirror" ] || { echo "apt has no source for the running release ($codename)" >&2; exit 2; }

unpack() {  # unpack PACKAGE FOLDER SUITE: the package and all it needs, libc included
  local package=$1 folder=$2 suite=$3
  rm -rf "$work"/{lists,cache,status}
  mkdir -p "$work"/{lists/partial,cache/archives/partial}; : > "$work/status"
  echo "deb ${key:+[signed-by=$key] }$mirror $suite main" > "$work/sources.list"
  # a stable suite has its fixes in the security archive; sid has none
  if [ "$suite" != sid ] && [ -n "$security" ]; then
    echo "deb ${key:+[signed-by=$key] }$security $suite-security main" >> "$work/sources.list"
  fi
  local apt=(-qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
    -o Dir::State="$work" -o Dir::State::Lists="$work/lists" -o Dir::State::status="$work/status"
    -o Dir::Cache="$work/cache" -o Dir::Log="$work" "${nosandbox[@]}"
    -o APT::Keep-Downloaded-Packages=true -o APT::Install-Recommends=0
    -o Acquire::Languages=none -o Acquire::Retries=3)
  apt-get "${apt[@]}" "${nohooks[@]}" update || return 1
  # an empty dpkg status: apt fetches the whole closure
  apt-get "${apt[@]}" -y --download-only install "$package" >"$work/log" 2>&1 ||
    { tail -3 "$work/log" >&2; return 1; }
  rm -rf "$target/$folder"; mkdir "$target/$folder"
  local deb
  for deb in "$work"/cache/archives/*.deb; do
    case ${deb##*/} in   # pulled in by dependency, never used here
      perl-modules*|gnupg*|gpg*|dirmngr*|pinentry*|tzdata*) continue;;
    esac
    dpkg-deb -x "$deb" "$target/$folder" || return 1
  done
}

wrapper() {  # wrapper NAME FOLDER PROGRAM: it finds itself, so that TARGET can be moved or cached
  # Written last and in one step: a broken install is begun again, a whole one is kept.
  cat > "$work/wrapper" <<W
#!/bin/sh
here=\$(dirname "\$(readlink -f "\$0")")/$2
multi=\$(ls "\$here/usr/lib" | grep -m1 -- '-linux-gnu')
libs=\$here/usr/lib/\$multi:\$here/lib/\$multi:\$here/usr/lib
for ld in "\$here/usr/lib/\$multi"/ld-linux-*.so.* "\$here/lib/\$multi"/ld-linux-*.so.* \\
    "\$here/lib/\$multi"/ld-2.*.so; do
  [ -f "\$ld" ] && exec "\$ld" --library-path "\$libs" "\$here/$3" "\$@"
done
echo "no loader in \$here" >&2; exit 127
W
  chmod +x "$work/wrapper"; mv "$work/wrapper" "$target/$1"
}

if [ ! -x "$target/asterisk" ]; then
  for suite in "${suites[@]}"; do
    if unpack asterisk asterisk.root "$suite"; then
      # which voice speaks English is chosen when the package is configured
      sounds=$target/asterisk.root/usr/share/asterisk/sounds
      [ ! -d "$sounds/en_US_f_Allison" ] || ln -sfn en_US_f_Allison "$sounds/en"
      wrapper asterisk asterisk.root usr/sbin/asterisk
      break
    fi
  done
  [ -x "$target/asterisk" ] || { echo "no suite has asterisk: ${suites[*]}" >&2; exit 3; }
fi
if [ ! -x "$target/sipp" ]; then
  unpack sip-tester sipp.root "$codename" || { echo "$codename has no sip-tester" >&2; exit 4; }
  wrapper sipp sipp.root usr/bin/sipp
fi
"$target/asterisk" -V
