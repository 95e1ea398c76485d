# Sourced by the commands in script/. All that follows is Python, so this only finds it.
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
python=${PYTHON:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
    echo "$python is missing. On Debian: apt-get install python3" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Python 3.11 or newer is needed; $python is $("$python" -V 2>&1)." >&2
    echo "Name another one: PYTHON=/usr/bin/python3.13 $0" >&2
    exit 1
fi
cd "$root" || exit 1
# Compiled Python is kept whatever the shell says, as much is started; but not among the source.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="$root/var/pycache"
start() {
    exec "$python" -B "$root/script/prepare" "$@"
}
