-- focus.<domain> stands for jicofo, who is an ordinary account: what is sent to
-- it goes to that account's session, and the answers come back from it.
local jid = require "prosody.util.jid"
local st = require "prosody.util.stanza"

local user, host = jid.split(module:get_option_string("target_address"))
local answers = {}

local function session_of_target()
  local found = prosody.hosts[host] and prosody.hosts[host].sessions[user]
  if not found then return end
  for _, session in pairs(found.sessions) do
    if session.full_jid then return session end
  end
end

local function forwarded(event)
  local origin, stanza = event.origin, event.stanza
  local kind, from = stanza.attr.type, stanza.attr.from
  if kind == "error" or kind == "result" then
    local asked = answers[stanza.attr.id]
    if not asked or jid.bare(from) ~= user .. "@" .. host then return true end
    answers[stanza.attr.id] = nil
    local answer = st.clone(stanza)
    answer.attr.id, answer.attr.to, answer.attr.from = asked.id, asked.from, asked.to
    module:send(answer)
    return true
  end
  local target = session_of_target()
  if not target then
    origin.send(st.error_reply(stanza, "wait", "service-unavailable", "jicofo is away"))
    return true
  end
  local id = require "prosody.util.id".medium()
  answers[id] = { id = stanza.attr.id, from = from, to = stanza.attr.to }
  module:add_timer(60, function() answers[id] = nil end)
  local question = st.clone(stanza)
  question.attr.id, question.attr.to = id, target.full_jid
  question.attr.from = module.host .. "/" .. from
  module:send(question)
  return true
end

module:hook("iq/host", forwarded, 10)
module:hook("iq/full", forwarded, 10)
