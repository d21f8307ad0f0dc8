-- A room is made and joined only with a token for that very room; admins, who
-- are jicofo and the bridges, need none.
local jid = require "prosody.util.jid"
local st = require "prosody.util.stanza"
local admins = module:get_option_inherited_set("admins", {})

local function refused(event)
  local session, room = event.origin, event.room
  if admins:contains(jid.bare(event.stanza.attr.from)) then return end
  local allowed = session.jitsi_meet_room
  local asked = jid.node(room.jid)
  if allowed == "*" or (allowed and allowed:lower() == asked:lower()) then return end
  module:log("info", "refused: the token is for another room")
  session.send(st.error_reply(event.stanza, "cancel", "not-allowed", "Room and token mismatched"))
  return true
end

module:hook("muc-room-pre-create", refused, 99)
module:hook("muc-occupant-pre-join", refused, 99)
