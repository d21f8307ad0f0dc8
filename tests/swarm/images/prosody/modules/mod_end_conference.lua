-- An owner's <end_conference/> ends the call for all.
local jid = require "prosody.util.jid"
local host = module:get_option_string("muc_component")

module:hook("message/host", function(event)
  local stanza = event.stanza
  if not stanza:get_child("end_conference") then return end
  local rooms = prosody.hosts[host].modules.muc
  for room in rooms.each_room() do
    local occupant = room:get_occupant_by_real_jid(stanza.attr.from)
    if occupant and room:get_affiliation(stanza.attr.from) == "owner" then
      room:destroy(nil, "The meeting has been terminated")
      return true
    end
  end
  module:log("info", "refused: only an owner in the call ends it")
  return true
end)
