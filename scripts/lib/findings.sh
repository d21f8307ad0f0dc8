# Findings: what a check has to say, one line each, four fields parted by tabs:
# level (wrong|note), code, what is the matter, the command that mends it.
# shellcheck shell=sh

finding() { printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$(flat "$3")" "$(flat "${4:-}")"; }

wrong() { finding wrong "$@"; }

remark() { finding note "$@"; }

flat() { printf '%s' "$1" | tr '\t\n\r' '   '; }

# The findings of a file in words; the worst come first.
tell_findings() {
  for level in wrong note; do
    awk -F '\t' -v level="$level" '
      $1 == level {
        printf "%s  %s\n       %s\n", (level == "wrong" ? "WRONG" : "note "), $2, $3
        if ($4 != "") printf "       -> %s\n", $4
      }' "$1"
  done
}

# The same as JSON, for programs.
findings_as_json() (
  awk -F '\t' '
    function text(s) {
      gsub(/\\/, "\\\\", s); gsub(/"/, "\\\"", s); gsub(/[[:cntrl:]]/, " ", s)
      return "\"" s "\""
    }
    BEGIN { printf "{\"findings\":[" }
    {
      printf "%s{\"level\":%s,\"code\":%s,\"what\":%s,\"mend\":%s}",
        (NR > 1 ? "," : ""), text($1), text($2), text($3), text($4)
      if ($1 == "wrong") wrong++
    }
    END { printf "],\"wrong\":%d}\n", wrong }' "$1"
)

has_wrong() { grep -q '^wrong' "$1"; }
