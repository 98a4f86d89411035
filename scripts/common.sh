# shellcheck shell=bash
# Sourced by run, test and bench: what they share. No output when nothing has to be done.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*"; }

# install_missing GROUP...: installs the packages of scripts/deps.txt that are not there yet.
install_missing() {
    local missing=() group package
    while read -r group package _; do
        case " $* " in *" $group "*) ;; *) continue ;; esac
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            missing+=("$package")
    done < <(grep -v '^#' "$root/scripts/deps.txt")
    [ ${#missing[@]} -eq 0 ] && return 0
    say "Installing with apt: ${missing[*]}"
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "These packages are missing and you are not root. Ask your administrator to run:"
            say "  apt-get install ${missing[*]}"
            exit 77
        fi
        sudo=(sudo)
    fi
    if ! { "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends "${missing[@]}" >/dev/null; }; then
        say "apt could not install them (no network?). Nothing was changed. Missing: ${missing[*]}"
        exit 69
    fi
}

# build PRESET: configures when needed and builds; the log is shown only when it fails.
build() {
    local preset=$1 log
    log=$(mktemp)
    if ! { cd "$root" && cmake --preset "$preset" && cmake --build "build/$preset"; } >"$log" 2>&1; then
        cat "$log"
        rm -f "$log"
        say "The build ($preset) failed; the lines above say why."
        exit 70
    fi
    rm -f "$log"
}
