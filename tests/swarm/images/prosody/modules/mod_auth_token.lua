-- Signs a browser in by the token in its address (websocket or BOSH), or in an
-- Authorization header. What the token says stays with the session.
local decode = require "prosody.util.http".formdecode
local new_id = require "prosody.util.id".medium
local sasl = require "prosody.util.sasl"
local token = module:require "token"

local options = {
  secret = module:get_option_string("app_secret"),
  issuers = module:get_option_array("asap_accepted_issuers"),
  audiences = module:get_option_array("asap_accepted_audiences", { "*" }),
}
local allow_empty = module:get_option_boolean("allow_empty_token", false)

local function keep_token(event)
  local session, request = event.session, event.request
  local query = request.url.query and decode(request.url.query)
  local bearer = (request.headers.authorization or ""):match("^Bearer (.+)$")
  session.auth_token = bearer or (type(query) == "table" and query.token) or nil
  session.asked_room = type(query) == "table" and query.room or nil
end

module:hook_global("websocket-session", keep_token)
module:hook_global("bosh-session", keep_token)

local function admitted(session)
  if (session.auth_token or "") == "" then
    if allow_empty then return true end
    return nil, "token required"
  end
  local claims, why = token.verified(session.auth_token, options)
  if not claims then return nil, why end
  local context = claims.context or {}
  session.jitsi_meet_room = claims.room
  session.jitsi_meet_context_user = context.user
  session.jitsi_meet_context_features = context.features
  return true
end

-- Prosody's own ANONYMOUS would ask again and again for another name.
sasl.registerMechanism("ANONYMOUS", { "token" }, function(self)
  local ok, why = admitted(self.userdata)
  if not ok then
    module:log("info", "refused: %s", why)
    return "failure", "not-allowed", why
  end
  self.username = new_id():lower()
  return "success"
end)

local provider = {}
local function none() return nil, "tokens only" end
provider.test_password, provider.get_password, provider.set_password = none, none, none
provider.create_user, provider.user_exists = none, none
function provider.users() return pairs({}) end
function provider.get_sasl_handler(session)
  return sasl.new(module.host, { mechanisms = { ANONYMOUS = true } }, session)
end

module:provides("auth", provider)
