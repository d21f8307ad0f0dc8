-- Only people of the listed domains may send anything to these rooms.
local jid = require "prosody.util.jid"
local st = require "prosody.util.stanza"
local allowed = module:get_option_set("muc_filter_whitelist", {})

local function filtered(event)
  local from = event.stanza.attr.from
  if allowed:contains(jid.host(from)) then return end
  event.origin.send(st.error_reply(event.stanza, "auth", "forbidden"))
  return true
end

for _, kind in ipairs { "presence", "message", "iq" } do
  for _, where in ipairs { "bare", "full", "host" } do
    module:hook(kind .. "/" .. where, filtered, 1000)
  end
end
