#!/bin/sh
# Puts Atelier into the applications folder of whoever calls this; nothing outside the home folder is touched.
# Called again, by the same or a newer version, it replaces what is there. `uninstall.sh` takes it all away.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
share=${XDG_DATA_HOME:-$HOME/.local/share}
target=$HOME/.local/lib/atelier
command=$HOME/.local/bin/atelier

main() {
    [ "$(id -u)" != 0 ] || [ "${1-}" = --root ] || fail \
        "请以您自己的用户运行，不要用 root：程序只装进该用户的主文件夹。" \
        "Please run this as yourself and not as root: it installs for one user."
    check_machine
    name_missing_libraries
    place_program
    place_icons
    place_entry
    mkdir -p "$(dirname "$command")"
    ln -sfn "$target/atelier" "$command"
    tell_desktop
    say "已安装。请从应用程序菜单中打开“AI 绘画工坊”，或运行 $command。" \
        "Installed. Open “Atelier” from the applications menu, or run $command."
}

check_machine() {
    [ "$(uname -s)/$(uname -m)" = "Linux/@MACHINE@" ] || fail \
        "这个包适用于 Linux @MACHINE@，而不是 $(uname -s) $(uname -m)。" \
        "This package is for Linux on @MACHINE@, not for $(uname -s) on $(uname -m)."
    found=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/[^0-9.]//g') || found=
    oldest=$(printf '%s\n' "@GLIBC@" "${found:-0}" | sort -V | head -n 1)
    [ "$oldest" = "@GLIBC@" ] || fail \
        "这个系统太旧：需要 glibc @GLIBC@ 或更新，而这里是 ${found:-另一种 C 库}。" \
        "This system is too old: glibc @GLIBC@ or newer is needed, and here it is ${found:-another C library}."
}

# The program opens its page in the browser without them, so this is no reason to stop.
name_missing_libraries() {
    # shellcheck disable=SC2123 # a path of this subshell's own
    cache=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null) || return 0
    missing=
    for library in @LIBRARIES@; do
        case $cache in *"	$library ("*) ;; *) missing="$missing $library" ;; esac
    done
    [ -z "$missing" ] || say \
        "缺少窗口所需的系统库：$missing。请用系统的软件包管理器安装；在此之前，页面会在浏览器中打开。" \
        "System libraries for the window are missing:$missing. Please install them with your package manager;" \
        "until then the page opens in the browser. (On Debian and Ubuntu the .deb brings them all.)"
}

# First beside the old one, so that a full disk leaves that as it was.
place_program() {
    mkdir -p "$(dirname "$target")"
    rm -rf "$target.new" "$target.old"
    cp -R "$here/program" "$target.new"
    cp "$here/uninstall.sh" "$here/LICENSE" "$target.new/"
    [ ! -e "$target" ] || mv "$target" "$target.old"
    mv "$target.new" "$target"
    rm -rf "$target.old"
}

place_icons() {
    mkdir -p "$share/icons"
    cp -R "$here/icons/hicolor" "$share/icons/"
}

place_entry() {
    mkdir -p "$share/applications"
    entry=$share/applications/atelier.desktop
    program=$(quoted "$target/atelier") awk '{
        while (at = index($0, "@EXEC@"))
            $0 = substr($0, 1, at - 1) ENVIRON["program"] substr($0, at + 6)
        print
    }' "$here/atelier.desktop" >"$entry.new"
    mv "$entry.new" "$entry"
}

# As the Desktop Entry Specification wants it: in quotation marks, some characters escaped in them, the backslash
# once more for the file, and % doubled.
quoted() {
    printf '"%s"' "$(printf %s "$1" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')"
}

tell_desktop() {
    if command -v update-desktop-database >/dev/null; then
        update-desktop-database -q "$share/applications" || true
    fi
    if command -v gtk-update-icon-cache >/dev/null && [ -e "$share/icons/hicolor/index.theme" ]; then
        gtk-update-icon-cache -q -t -f "$share/icons/hicolor" || true
    fi
}

# In the language of the desktop: first the Chinese, then the English.
say() {
    case ${LC_ALL:-${LC_MESSAGES:-${LANG-}}} in
    zh*) printf '%s\n' "$1" ;;
    *) shift && printf '%s\n' "$@" ;;
    esac
}

fail() {
    say "$@" >&2
    exit 1
}

main "$@"
