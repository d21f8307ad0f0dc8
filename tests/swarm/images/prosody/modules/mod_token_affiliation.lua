-- Owner or member, as the token says.
local jid = require "prosody.util.jid"

local owners = { owner = true, moderator = true, teacher = true }

module:hook("muc-occupant-pre-join", function(event)
  local user = event.origin.jitsi_meet_context_user
  if not user then return end
  local is_owner = owners[user.affiliation] or user.moderator == true or user.moderator == "true"
  local affiliation = is_owner and "owner" or "member"
  event.room:set_affiliation(true, jid.bare(event.occupant.bare_jid), affiliation)
  if is_owner then event.occupant.role = "moderator" end
end, -3.5)
