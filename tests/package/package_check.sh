#!/usr/bin/env bash
# The Debian package, looked at from outside: built, read by lintian, its contents, its program, its units, its
# pages and its completion. With --full also built twice elsewhere and compared byte for byte, and installed,
# upgraded, removed and purged in a small Debian of its own (root, and a mirror that answers), with every command of
# docs/operations.md as it is written there.
#   tests/package/package_check.sh [--full]
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
full=${AIMTRACK_FULL:+--full}
[ "${1:-}" != --full ] || full=--full
folder=$(mktemp -d "${TMPDIR:-/tmp}/aimtrack-package.XXXXXX")
trap 'rm -rf --one-file-system "$folder"' EXIT
bad=0 done_count=0
export LC_ALL=C.UTF-8

# check WHAT COMMAND...: one line when it fails, with what it said.
check() {
    local what=$1
    shift
    done_count=$((done_count + 1))
    if ! "$@" >"$folder/said" 2>&1; then
        bad=$((bad + 1))
        echo "FAIL: $what"
        sed 's/^/    /' "$folder/said"
    fi
}

"$root/scripts/package" >"$folder/built" || {
    cat "$folder/built"
    exit 1
}
deb=$(grep '\.deb$' "$folder/built")
sbom=$(grep '\.spdx\.json$' "$folder/built")
tree=$folder/tree
dpkg-deb -x "$deb" "$tree"
dpkg-deb -e "$deb" "$folder/control"

# --- the package -----------------------------------------------------------------------------------
has_the_files() {
    local path
    for path in usr/bin/aimtrack usr/libexec/aimtrack/aimtrack-paper usr/share/man/man1/aimtrack.1.gz \
        usr/share/bash-completion/completions/aimtrack usr/share/polkit-1/rules.d/50-aimtrack.rules \
        usr/lib/sysusers.d/aimtrack.conf usr/lib/tmpfiles.d/aimtrack.conf usr/share/doc/aimtrack/copyright \
        usr/share/doc/aimtrack/changelog.gz usr/share/doc/aimtrack/changelog.Debian.gz \
        usr/share/doc/aimtrack/aimtrack.spdx.json usr/share/doc/aimtrack/operations.md usr/share/doc/aimtrack/kiosk.md \
        usr/lib/systemd/system/aimtrack-kiosk@.service usr/lib/systemd/system/aimtrack-worker.service \
        usr/lib/systemd/system/aimtrack-health.service usr/lib/systemd/system/aimtrack-backup.service \
        usr/lib/systemd/system/aimtrack-backup.timer usr/lib/systemd/system/aimtrack-restore-test.service \
        usr/lib/systemd/system/aimtrack-restore-test.timer; do
        [ -s "$tree/$path" ] || { echo "not in the package, or empty: /$path"; return 1; }
    done
    for path in "$root"/docs/man/*.[1-8]; do
        [ -s "$tree/usr/share/man/man${path##*.}/$(basename "$path").gz" ] || { echo "no page $path"; return 1; }
    done
}
belongs_to_root() { # and nobody else may write
    ! dpkg-deb -c "$deb" | awk '$2 != "root/root" || (substr($1, 1, 1) != "l" && (substr($1, 6, 1) == "w" || substr($1, 9, 1) == "w"))' | grep .
}
has_no_data() { ! find "$tree/var" "$tree/home" "$tree/tmp" 2>/dev/null | grep .; }
depends_on() { dpkg-deb -f "$deb" Depends | grep -F -e "$1"; }
is_hardened() { # CET is not asked of the linked whole: Debian's own start files are built without it; branch protection is ARM's
    local -a not_asked=(--nocfprotection)
    case $(hardening-check --help) in *--nobranchprotection*) not_asked+=(--nobranchprotection) ;; esac
    hardening-check "${not_asked[@]}" "$tree/usr/bin/aimtrack" "$tree/usr/libexec/aimtrack/aimtrack-paper"
}
# shellcheck disable=SC2016 # an instruction, not a variable
probes_the_stack() { [ "$(objdump -d "$tree/usr/bin/aimtrack" | grep -c 'orq *\$0x0,(%rsp)')" -gt 10 ]; }
is_stripped() { ! readelf -S "$tree/usr/bin/aimtrack" "$tree/usr/libexec/aimtrack/aimtrack-paper" | grep -E '\.(symtab|debug_info)'; }
names_no_folder_of_ours() { ! grep -aF "$root" -r "$tree"; }
lists_every_library() {
    python3 - "$sbom" "$tree/usr/bin/aimtrack" "$tree/usr/libexec/aimtrack/aimtrack-paper" <<'END'
import json, re, subprocess, sys
document = json.load(open(sys.argv[1]))
assert document["spdxVersion"] == "SPDX-2.3" and document["dataLicense"] == "CC0-1.0", "not SPDX 2.3"
known = {row["SPDXID"] for row in document["packages"]}
assert all(row["relatedSpdxElement"] in known for row in document["relationships"]), "a relation to nothing"
said = " ".join(row.get("comment", "") for row in document["packages"])
loaded = re.findall(r"^\s*(\S+) => /", subprocess.run(["ldd", *sys.argv[2:]], capture_output=True, text=True).stdout, re.M)
missing = [name for name in loaded if name not in said]
assert len(loaded) > 8 and not missing, f"not in the list: {missing}"
for row in document["packages"][1:]:
    version = subprocess.run(["dpkg-query", "-W", "-f=${Version}", row["name"]], capture_output=True, text=True).stdout
    assert row["versionInfo"] in version, row["name"]
END
}
makes_paper() { # the program in libexec, found from the one in bin
    "$tree/usr/bin/aimtrack" --data "$folder/paper" demo >/dev/null && mkdir "$folder/paper/out" &&
        "$tree/usr/bin/aimtrack" --data "$folder/paper" export sessions --format pdf --out "$folder/paper/out" &&
        qpdf --check "$folder"/paper/out/*.pdf
}
speaks_dutch() { "$tree/usr/bin/aimtrack" --language nl --help | grep -F 'Gebruik'; }

check "lintian" lintian --allow-root --fail-on error,warning "$deb"
check "what is in it" has_the_files
check "who may write in it" belongs_to_root
check "none of the club's data" has_no_data
for one in libsqlite3-0 libncursesw6 'libcurl4 | libcurl4t64' libmount1 libsystemd0 libhpdf-2.3.0 fonts-dejavu-core tzdata; do
    check "depends on $one" depends_on "$one"
done
check "hardened" is_hardened
check "stack probes" probes_the_stack
check "stripped" is_stripped
check "no folder of the builder's" names_no_folder_of_ours
check "the list of libraries" lists_every_library
check "the list inside is the list beside" cmp "$sbom" "$tree/usr/share/doc/aimtrack/aimtrack.spdx.json"
check "the packaged program runs" "$tree/usr/bin/aimtrack" version --json
check "the packaged program speaks Dutch" speaks_dutch
check "the packaged program makes paper" makes_paper
check "maintainer scripts" shellcheck -s sh "$folder/control/postinst" "$folder/control/prerm" "$folder/control/postrm"

# --- units, pages, completion ------------------------------------------------------------------------
unit_is_clean() { # every unit of the tree, with the program where it will be
    mkdir -p "$folder/units/usr/bin" "$folder/units/lib" &&
        cp -r "$tree/usr/lib/systemd" "$folder/units/lib/" && cp "$tree/usr/bin/aimtrack" "$folder/units/usr/bin/" &&
        cp -rn /lib/systemd "$folder/units/lib/"
    ! systemd-analyze verify --man=no --root="$folder/units" "$1" 2>&1 | grep -F aimtrack
}
unit_is_confined() { systemd-analyze security --offline=true --threshold=25 --no-pager "$1"; }
for unit in "$tree"/usr/lib/systemd/system/*; do
    check "unit $(basename "$unit")" unit_is_clean "$(basename "${unit/@./@tty1.}")"
    case $unit in *.service) check "exposure of $(basename "$unit") at most 2.5" unit_is_confined "$unit" ;; esac
done
page_is_clean() {
    [ -z "$(man --warnings=w -E UTF-8 -l "$1" 2>&1 >/dev/null)" ] && mandoc -T lint -W warning "$1"
}
for page in "$root"/docs/man/*.[1-8]; do check "page $(basename "$page")" page_is_clean "$page"; done
completes() { # completes "aimtrack qu" queue
    # shellcheck disable=SC2016 # the inner shell expands it
    PATH=$tree/usr/bin:$PATH bash --norc -c 'source "$1"; read -ra COMP_WORDS <<<"$2"; [ "${2: -1}" != " " ] || COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _aimtrack; printf "%s\n" "${COMPREPLY[@]}"' \
        - "$tree/usr/share/bash-completion/completions/aimtrack" "$1" | grep -Fx -e "$2"
}
check "completion of a command" completes "aimtrack qu" queue
check "completion of a verb" completes "aimtrack queue " failed
check "completion of an option" completes "aimtrack --data /srv/club queue work --st" --stop-when-empty
check "completion of a value" completes "aimtrack export sessions --format p" pdf

# --- the slow part -----------------------------------------------------------------------------------
# Built from the commit in two other folders: the same bytes, whatever the folder's name.
is_reproducible() {
    local name moment
    moment=$(git -C "$root" log -1 --format=%ct)
    for name in one another/longer; do
        mkdir -p "$folder/$name"
        git -C "$root" archive HEAD | tar -x -C "$folder/$name" || return 1
        SOURCE_DATE_EPOCH=$moment "$folder/$name/scripts/package" --out "$folder/out-${name%%/*}" || return 1
    done
    diff -r "$folder/out-one" "$folder/out-another" && sha256sum "$folder"/out-one/*
}
if [ "$full" = --full ]; then
    check "built twice, the same bytes" is_reproducible
    if [ "$(id -u)" -ne 0 ] || ! unshare -m true 2>/dev/null; then
        echo "skipped: package_check.sh: installing needs root and a mount namespace of its own"
    else
        check "installed, upgraded, removed" "$here/install_check.sh" "$deb" "$folder"
        ! grep '^skipped:' "$folder/said"
    fi
fi

echo "$done_count checks of the package, $bad problems"
[ "$bad" -eq 0 ]
