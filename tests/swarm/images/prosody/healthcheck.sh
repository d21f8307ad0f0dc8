#!/bin/sh
exec curl --fail --silent --output /dev/null "http://127.0.0.1:${PROSODY_HTTP_PORT:-5280}/health"
