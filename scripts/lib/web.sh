# What people on the net see: names, certificate, the desk behind them.
# shellcheck shell=sh

# edge_address: where the node with the label visite.edge is.
edge_address() (
  id=$(docker node ls -q --filter node.label=visite.edge=true 2>/dev/null | head -1)
  [ -n "$id" ] || return 1
  address_of "$id"
)

# address_of NODE: a manager's own entry says 0.0.0.0 on some engines.
address_of() (
  docker node inspect "$1" \
    --format '{{.Status.Addr}} {{with .ManagerStatus}}{{.Addr}}{{end}}' |
    awk '{ if ($1 == "" || $1 == "0.0.0.0" || $1 == "127.0.0.1") { sub(/:[0-9]+$/, "", $2); print $2 } else print $1 }'
)

# check_names NAME...: each must lead to the edge, by any of its addresses.
check_names() (
  at=$(edge_address)
  outside=${VISITE_PUBLIC_ADDRESS:-}
  for name; do
    led=$(getent ahostsv4 "$name" | awk '{ print $1 }' | sort -u | tr '\n' ' ')
    if [ -z "$led" ]; then
      wrong name-unknown "the name $name leads nowhere" \
        "make an A record at the domain's provider: $name -> ${outside:-${at:-the edge node}}"
    elif ! printf '%s' " $led" | grep -qE " (${at:-none}|${outside:-none}) "; then
      remark name-elsewhere "$name leads to ${led% }, the edge is ${outside:-${at:-on no node}}" \
        "right if that is the router in front; otherwise mend the A record"
    fi
  done
)

# check_certificate NAME ADDRESS: a certificate in its last fifth is late.
check_certificate() (
  command -v openssl >/dev/null || return 0
  dates=$(certificate_dates "$1" "$2")
  if [ -z "$dates" ]; then
    wrong certificate-missing "https://$1 shows no certificate" \
      "docker service logs --tail 50 ${STACK}_edge"
    return
  fi
  from=${dates% *}
  till=${dates#* }
  left=$((till - ${VISITE_NOW:-$(date +%s)}))
  if [ "$left" -le 0 ]; then
    wrong certificate-expired "the certificate of $1 ended on $(date -u -d "@$till" '+%F %H:%M') UTC" "$(mend_certificate)"
  elif [ $((left * 5)) -lt $((till - from)) ]; then
    wrong certificate-expiring "the certificate of $1 ends in $(span "$left")" "$(mend_certificate)"
  fi
)

mend_certificate() (
  case $(setting VISITE_TLS) in
    files) echo "put the new files in place; scripts/secrets rotate edge_tls_key; scripts/deploy" ;;
    own-ca) echo "scripts/secrets rotate edge_tls_key; scripts/deploy" ;;
    *) echo "docker service logs --tail 50 ${STACK}_edge says why it was not renewed" ;;
  esac
)

# certificate_dates NAME ADDRESS: "from till" in seconds since 1970.
certificate_dates() (
  shown=$(timeout 10 openssl s_client -connect "$2" -servername "$1" </dev/null 2>/dev/null |
    openssl x509 -noout -startdate -enddate 2>/dev/null) || return 0
  from=$(printf '%s\n' "$shown" | sed -n 's/^notBefore=//p')
  till=$(printf '%s\n' "$shown" | sed -n 's/^notAfter=//p')
  printf '%s %s\n' "$(date -d "$from" +%s)" "$(date -d "$till" +%s)"
)

span() {
  if [ "$1" -ge 172800 ]; then echo "$(($1 / 86400)) days"; else echo "$(($1 / 60)) minutes"; fi
}

# check_desk NAME ADDRESS: asks the desk itself whether it can serve.
check_desk() (
  command -v curl >/dev/null || return 0
  answer=$(curl -ks -m 15 -o /dev/null -w '%{http_code} %{content_type}' \
    --resolve "$1:443:$2" "https://$1/ready" 2>/dev/null)
  case $answer in
    200*) ;;
    000*) wrong edge-silent "https://$1 does not answer on $2" \
      "docker service ps ${STACK}_edge --no-trunc; is the firewall open for 443?" ;;
    "503 text/html"*) wrong desk-silent "the edge answers, but the desk behind it does not" \
      "docker service ps ${STACK}_serve --no-trunc; docker service logs --tail 50 ${STACK}_serve" ;;
    503*) wrong database-away "the desk answers, but its database does not: nobody can book or enter" \
      "docker service ps ${STACK}_postgres --no-trunc; docker service logs --tail 50 ${STACK}_postgres" ;;
    *) wrong desk-silent "https://$1/ready answers ${answer%% *}" \
      "docker service ps ${STACK}_serve --no-trunc; docker service logs --tail 50 ${STACK}_serve" ;;
  esac
)
