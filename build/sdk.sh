#!/usr/bin/env bash
# Says in plain words when the .NET SDK is missing or too old.
set -euo pipefail
if ! command -v dotnet >/dev/null; then
  echo "The .NET 10 SDK is missing. Install it from Microsoft's packages (dotnet-sdk-10.0), then start again." >&2
  exit 1
fi
case "$(dotnet --version 2>/dev/null || true)" in
  10.*) ;;
  *) echo "The .NET 10 SDK is needed; found: $(dotnet --list-sdks | tr '\n' ' '). Install dotnet-sdk-10.0, then start again." >&2; exit 1 ;;
esac
