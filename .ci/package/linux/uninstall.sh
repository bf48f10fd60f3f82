#!/bin/sh
# Takes away what install.sh has put into the home folder. Pictures, database and the token in the keyring stay.
set -eu
share=${XDG_DATA_HOME:-$HOME/.local/share}
target=$HOME/.local/lib/atelier
command=$HOME/.local/bin/atelier

rm -f "$share/applications/atelier.desktop"
for icon in "$share"/icons/hicolor/*/apps/atelier.png "$share"/icons/hicolor/*/apps/atelier.svg; do
    rm -f "$icon"
done
[ "$(readlink "$command" 2>/dev/null)" != "$target/atelier" ] || rm -f "$command"
rm -rf "$target" "$target.new" "$target.old"
if command -v update-desktop-database >/dev/null; then
    update-desktop-database -q "$share/applications" || true
fi

case ${LC_ALL:-${LC_MESSAGES:-${LANG-}}} in
zh*) printf '%s\n' "已卸载。您的画、设置和日志还在原处：$share/atelier 和图片文件夹。" ;;
*) printf '%s\n' "Removed. Your pictures, settings and logs stay: $share/atelier and your Pictures folder." ;;
esac
