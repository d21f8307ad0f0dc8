-- Nobody is in a room before jicofo is: joins wait until focus has joined.
local jid = require "prosody.util.jid"
local new_id = require "prosody.util.id".medium
local admins = module:get_option_inherited_set("admins", {})

module:hook("muc-room-created", function(event) event.room._data.meetingId = new_id() end)

module:hook("muc-occupant-pre-join", function(event)
  local room, stanza = event.room, event.stanza
  if admins:contains(jid.bare(stanza.attr.from)) then return end
  if room.has_focus then return end
  room.waiting = room.waiting or {}
  table.insert(room.waiting, { origin = event.origin, stanza = stanza })
  return true
end, 8)

module:hook("muc-occupant-joined", function(event)
  local room = event.room
  if jid.node(event.occupant.bare_jid) ~= "focus" or room.has_focus then return end
  room.has_focus = true
  local waiting = room.waiting or {}
  room.waiting = nil
  module:add_timer(0, function()
    for _, one in ipairs(waiting) do
      if not one.origin.destroyed then room:handle_normal_presence(one.origin, one.stanza) end
    end
  end)
end)

module:hook("muc-occupant-left", function(event)
  if jid.node(event.occupant.bare_jid) == "focus" then event.room.has_focus = nil end
end)
