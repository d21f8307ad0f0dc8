-- No room is listed to anybody.
module:hook("muc-room-pre-create", function(event) event.room:set_public(false) end, -1)
