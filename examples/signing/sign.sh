#!/usr/bin/env bash
# Sends a signed request: sign.sh METHOD PATH [BODY]
# Wants PERDURE_URL, PERDURE_API_KEY and PERDURE_SIGNING_SECRET, and curl and openssl.
set -euo pipefail

method=$1
target=$2 # path and query, escaped as they are sent
body=${3:-}

t=$(date +%s)
n=$(openssl rand -hex 16)
digest=$(printf '%s' "$body" | openssl dgst -sha256 -r | cut -d ' ' -f 1)
v1=$(printf '%s\n%s\n%s\n%s\n%s' "$method" "$target" "$digest" "$t" "$n" |
  openssl dgst -sha256 -hmac "$PERDURE_SIGNING_SECRET" -r | cut -d ' ' -f 1)

arguments=(--silent --show-error --fail-with-body --request "$method"
  --header "Authorization: Bearer $PERDURE_API_KEY"
  --header "Perdure-Signature: t=$t,n=$n,v1=$v1")
if [ -n "$body" ]; then
  arguments+=(--header 'Content-Type: application/json' --data-binary "$body")
fi
exec curl "${arguments[@]}" "$PERDURE_URL$target"
