#!/usr/bin/env bash
# Publishes the portal into a folder. Usage: build/publish.sh FOLDER
set -euo pipefail
cd "$(dirname "$0")/.."
build/sdk.sh
dotnet publish src/Web/Web.csproj -c Release -v quiet --nologo -o "${1:?Usage: build/publish.sh FOLDER}"
