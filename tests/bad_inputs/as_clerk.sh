#!/usr/bin/env bash
# Runs a command as somebody to whom file modes apply:   bash as_clerk.sh COMMAND…
# root may read and write what the modes forbid; without these two capabilities root may not.
set -eu
if [ "$(id -u)" -eq 0 ]; then
  exec setpriv --bounding-set=-dac_override,-dac_read_search "$@"
fi
exec "$@"
