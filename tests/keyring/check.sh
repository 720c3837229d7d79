#!/usr/bin/env bash
# Logs in with a real keyring, and says on each line what was checked.
#
#     tests/keyring/check.sh [PROGRAM]
#
# Needs Linux and Debian's packages gnome-keyring, dbus-daemon, libsecret-tools and libglib2.0-bin.
# Without PROGRAM, builds one with the feature `keyring`. The keyring is one of its own, in a session bus
# of its own, and the service is the sandbox: nothing of whoever runs this is read or changed.
set -euo pipefail
cd "$(dirname "$0")/../.."

for needed in dbus-run-session gnome-keyring-daemon secret-tool gdbus; do
    command -v "$needed" >/dev/null || { echo "this check needs the program $needed" >&2; exit 2; }
done
program=${1:-}
if [ -z "$program" ]; then
    cargo build --locked -p helpscout-cli --features keyring
    program=target/debug/helpscout
fi
program=$(realpath "$program")

folder=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$folder"' EXIT
"$program" sandbox --listen 127.0.0.1:0 >"$folder/url" 2>"$folder/sandbox" &
until [ -s "$folder/url" ]; do sleep 0.1; done
url=$(head -1 "$folder/url")

cat >"$folder/session" <<'SESSION'
set -euo pipefail
program=$1 url=$2 without=${3:-}
secret=sandbox-secret
file=$HOME/.config/helpscout/credentials-default.toml
fail() { printf 'failed: %s\n%s\n' "$1" "${2:-}"; exit 1; }
# Runs the program for at most a minute, since a question for a password must not stop it for good.
# Sets `code`, and `said` to what it printed.
hs() { code=0; said=$(timeout 60 "$program" "$@" 2>&1) || code=$?; }
log_in() { code=0; said=$(printf 'sandbox-app\n%s\n' "$secret" |
    timeout 60 "$program" login --stdin --base-url "$url" "$@" 2>&1) || code=$?; }
kept() { secret-tool lookup service helpscout username "$1" 2>/dev/null || true; }
SESSION

cat >"$folder/with" <<'WITH'
. "$(dirname "$0")/session"
# An empty password: the collection is created, and open.
printf '\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null

log_in
[ $code = 0 ] || fail "login ends with $code" "$said"
[[ $said == *'the secret is kept in the keyring of the system'* ]] || fail 'login says so' "$said"
[ "$(kept default)" = "$secret" ] || fail 'the keyring has the secret'
! grep -rq "$secret" "$HOME/.config" || fail 'no file of the configuration has the secret'
[ "$(stat -c %a "$file")" = 600 ] || fail 'only its owner can read the file'
echo 'ok: login keeps the secret in the keyring, and not in the file'

hs list mailboxes --quiet
[ $code = 0 ] && [[ $said == *Support* ]] || fail "list ends with $code" "$said"
hs doctor
[[ $said == *'ok       credentials'*keyring* ]] || fail 'doctor names the keyring' "$said"
[[ $said != *"$secret"* ]] || fail 'doctor hides the secret' "$said"
echo 'ok: commands get it from there, and doctor says so'

log_in --profile acme
[ "$(kept acme)" = "$secret" ] || fail 'each profile has its own' "$said"
hs logout
[ $code = 0 ] && [ -z "$(kept default)" ] && [ -n "$(kept acme)" ] && [ ! -e "$file" ] ||
    fail 'logout removes that of its profile' "$said"
hs logout --all
[ $code = 0 ] && [ -z "$(kept acme)" ] || fail 'logout --all removes the rest' "$said"
echo 'ok: logout removes it from the keyring'

log_in
log_in --file
[ $code = 0 ] && [ -z "$(kept default)" ] && grep -q "$secret" "$file" ||
    fail '--file moves it to the file' "$said"
log_in
[ "$(kept default)" = "$secret" ] && ! grep -q "$secret" "$file" ||
    fail 'the next login moves it back' "$said"
echo 'ok: login --file moves it to the file, and the next login back'

bus=$DBUS_SESSION_BUS_ADDRESS runtime=$XDG_RUNTIME_DIR
unset DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR
hs logout
[ $code = 2 ] && [[ $said == *"can't remove the secret"* ]] && [ -e "$file" ] ||
    fail "without the session bus, logout ends with $code" "$said"
printf '%s\n' "$said"
export DBUS_SESSION_BUS_ADDRESS=$bus XDG_RUNTIME_DIR=$runtime
[ "$(kept default)" = "$secret" ] || fail 'the keyring still has the secret'
hs logout
[ $code = 0 ] && [ -z "$(kept default)" ] || fail "with it, logout ends with $code" "$said"
log_in
echo 'ok: logout that cannot open the keyring says so, and can be repeated'

gdbus call --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets \
    --method org.freedesktop.Secret.Service.Lock \
    '[objectpath "/org/freedesktop/secrets/collection/login"]' >/dev/null
hs list mailboxes
[ $code = 2 ] && [[ $said == *'unlock the keyring'* ]] ||
    fail "with a locked keyring, list ends with $code" "$said"
printf '%s\n' "$said"
log_in
[ $code = 0 ] && [[ $said == *"the keyring of the system can't be used"* ]] &&
    [[ $said == *'is still in the keyring'* ]] && grep -q "$secret" "$file" ||
    fail "and login with $code" "$said"
printf '%s\n' "$said"
echo 'ok: with a locked keyring, commands say what to do, and login uses the file'
WITH

cat >"$folder/without" <<'WITHOUT'
. "$(dirname "$0")/session"
log_in
[ $code = 0 ] && [[ $said == *"the keyring of the system can't be used"* ]] ||
    fail "login ends with $code" "$said"
[ "$(stat -c %a "$file")" = 600 ] && grep -q "$secret" "$file" || fail 'the file has it' "$said"
hs list mailboxes --quiet
[ $code = 0 ] || fail "list ends with $code" "$said"
hs logout
[ $code = 0 ] && [ ! -e "$file" ] || fail "logout ends with $code" "$said"
echo "ok: $without, login uses the file and says so"
WITHOUT

clean=(env -i "PATH=$PATH" "LANG=C.UTF-8")
# What bus and keyring print, which is shown if something fails.
check() { "${clean[@]}" "$@" 2>"$folder/daemons" || { cat "$folder/daemons" >&2; exit 1; }; }
mkdir "$folder/home" "$folder/home-2" "$folder/home-3" "$folder/run" "$folder/services"
chmod 700 "$folder/run"
check HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" \
    dbus-run-session -- bash "$folder/with" "$program" "$url"
check HOME="$folder/home-2" bash "$folder/without" "$program" "$url" 'without a session bus'
# A session bus that starts no services.
check HOME="$folder/home-3" XDG_DATA_DIRS="$folder/services" XDG_DATA_HOME="$folder/services" \
    XDG_RUNTIME_DIR="$folder/run" dbus-run-session -- \
    bash "$folder/without" "$program" "$url" 'with a bus but no keyring'
