#!/bin/sh
# Creates Perdure's namespace and search attributes. Safe to run again. Needs the temporal CLI.
#   TEMPORAL_ADDRESS     host:port of the frontend
#   PERDURE_NAMESPACE    default: perdure
#   PERDURE_RETENTION    how long closed workflows stay visible, default: 30d
set -eu

namespace=${PERDURE_NAMESPACE:-perdure}
retention=${PERDURE_RETENTION:-30d}
here=$(dirname "$0")

tries=0
until temporal operator cluster health --address "$TEMPORAL_ADDRESS" >/dev/null 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -ge 60 ]; then
    echo "Temporal does not answer at $TEMPORAL_ADDRESS" >&2
    exit 1
  fi
  sleep 1
done

if temporal operator namespace describe --address "$TEMPORAL_ADDRESS" --namespace "$namespace" >/dev/null 2>&1; then
  temporal operator namespace update --address "$TEMPORAL_ADDRESS" --namespace "$namespace" --retention "$retention"
else
  temporal operator namespace create --address "$TEMPORAL_ADDRESS" --namespace "$namespace" --retention "$retention"
fi

grep -v '^#' "$here/search-attributes.txt" | while read -r name type; do
  [ -n "$name" ] || continue
  temporal operator search-attribute create --address "$TEMPORAL_ADDRESS" --namespace "$namespace" \
    --name "$name" --type "$type"
done
