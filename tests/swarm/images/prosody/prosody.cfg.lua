-- What the environment says, in Prosody's words. Names, domains and defaults are
-- those of docker-jitsi-meet; see CONTRACT.md.
local getenv, gmatch, tonumber = Lua.os.getenv, Lua.string.gmatch, Lua.tonumber

local function env(name, default)
  local value = getenv(name)
  if value == nil or value == "" then return default end
  return value
end

local function on(name, default)
  local value = env(name, default)
  return not (value == "0" or value == "false" or value == "f")
end

local function list(name, default)
  local items = {}
  for item in gmatch(env(name, default or ""), "[^,]+") do
    items[#items + 1] = item
  end
  return items
end

local function with(items, more)
  for _, item in Lua.ipairs(more) do items[#items + 1] = item end
  return items
end

local domain = env("XMPP_DOMAIN", "meet.jitsi")
local auth = env("XMPP_AUTH_DOMAIN", "auth.meet.jitsi")
local muc = env("XMPP_MUC_DOMAIN", "muc.meet.jitsi")
local internal = env("XMPP_INTERNAL_MUC_DOMAIN", "internal-muc.meet.jitsi")
local jvb = env("JVB_AUTH_USER", "jvb")
local tokens = on("ENABLE_AUTH", "0") and env("AUTH_TYPE", "internal") == "jwt"
local certs = "/run/prosody/config/certs/"

admins = { "focus@" .. auth, jvb .. "@" .. auth }
unlimited_jids = { "focus@" .. auth, jvb .. "@" .. auth }
component_admins_as_room_owners = true
plugin_paths = { "/prosody-plugins-custom", "/prosody-plugins", "/prosody-plugins-contrib" }

local modules = with({
  "roster", "saslauth", "tls", "disco", "private", "limits", "version", "ping",
  "http_health",
}, list("GLOBAL_MODULES"))
if on("PROSODY_ENABLE_METRICS", "0") then with(modules, { "http_openmetrics" }) end
if env("TURN_HOST") or env("TURNS_HOST") then with(modules, { "external_services" }) end
modules_enabled = modules
modules_disabled = { "offline", "register", "s2s" }
allow_registration = false

http_ports = { tonumber(env("PROSODY_HTTP_PORT", "5280")) }
http_interfaces = { "*" }
http_default_host = domain
https_ports = {}
component_ports = {}
c2s_ports = { tonumber(env("XMPP_PORT", "5222")) }
c2s_require_encryption = on("PROSODY_C2S_REQUIRE_ENCRYPTION", "1")
consider_bosh_secure = true
consider_websocket_secure = true
trusted_proxies = list("PROSODY_TRUSTED_PROXIES", "127.0.0.1,::1")
smacks_max_unacked_stanzas = 5
smacks_hibernation_time = 60
smacks_max_old_sessions = 1
if not on("PROSODY_DISABLE_C2S_LIMIT", "0") then
  limits = { c2s = { rate = env("PROSODY_C2S_LIMIT", "10kb/s") } }
end
authentication = "internal_hashed"
log = { { levels = { min = env("LOG_LEVEL", "info") }, timestamps = "%Y-%m-%d %X", to = "console" } }

if on("PROSODY_ENABLE_METRICS", "0") then
  statistics = "internal"
  statistics_interval = "manual"
  openmetrics_allow_cidr = env("PROSODY_METRICS_ALLOWED_CIDR", "172.16.0.0/12")
end

if env("TURN_HOST") or env("TURNS_HOST") then
  external_service_secret = env("TURN_CREDENTIALS")
  local services = {}
  if env("STUN_HOST") then
    services[1] = { type = "stun", host = env("STUN_HOST"), port = tonumber(env("STUN_PORT", "443")), transport = "udp" }
  end
  local function offer(kind, host, port, transport)
    services[#services + 1] = {
      type = kind, host = host, port = tonumber(port), transport = transport,
      ttl = tonumber(env("TURN_TTL", "86400")), algorithm = "turn",
      secret = env("TURN_CREDENTIALS") and true or nil,
    }
  end
  for _, host in Lua.ipairs(list("TURN_HOST")) do
    for _, transport in Lua.ipairs(list("TURN_TRANSPORT", "tcp")) do
      offer("turn", host, env("TURN_PORT", "443"), transport)
    end
  end
  for _, host in Lua.ipairs(list("TURNS_HOST")) do
    offer("turns", host, env("TURNS_PORT", "443"), "tcp")
  end
  external_services = services
end

VirtualHost(domain)
ssl = { key = certs .. domain .. ".key", certificate = certs .. domain .. ".crt" }
main_muc = muc
modules_enabled = with({ "bosh", "websocket", "smacks" }, list("XMPP_MODULES"))
if tokens then
  authentication = "token"
  app_id = env("JWT_APP_ID")
  app_secret = env("JWT_APP_SECRET")
  allow_empty_token = on("JWT_ALLOW_EMPTY", "0")
  asap_accepted_issuers = list("JWT_ACCEPTED_ISSUERS", env("JWT_APP_ID", ""))
  asap_accepted_audiences = list("JWT_ACCEPTED_AUDIENCES", "*")
else
  authentication = on("ENABLE_AUTH", "0") and "internal_hashed" or "anonymous"
end

VirtualHost(auth)
ssl = { key = certs .. auth .. ".key", certificate = certs .. auth .. ".crt" }
authentication = "internal_hashed"
smacks_hibernation_time = 15
modules_enabled = { "smacks", "first_accounts" }
first_accounts = { focus = "JICOFO_AUTH_PASSWORD", [jvb] = "JVB_AUTH_PASSWORD" }

Component(internal)("muc")
storage = "memory"
restrict_room_creation = true
modules_enabled = with({ "muc_hide_all", "muc_filter_access" }, list("XMPP_INTERNAL_MUC_MODULES"))
muc_filter_whitelist = { auth }
muc_room_locking = false
muc_room_default_public_jids = true
muc_tombstones = false
muc_room_allow_persistent = false

Component(muc)("muc")
storage = "memory"
restrict_room_creation = true
modules_enabled = with(
  { "muc_hide_all", "muc_meeting_id", tokens and env("JWT_TOKEN_AUTH_MODULE", "token_verification") or nil },
  list("XMPP_MUC_MODULES")
)
main_host = domain
muc_room_locking = false
muc_room_default_public_jids = true
muc_tombstones = false
muc_room_allow_persistent = false

Component("focus." .. domain)("client_proxy")
target_address = "focus@" .. auth

if on("ENABLE_END_CONFERENCE", "1") then
  Component("endconference." .. domain)("end_conference")
  muc_component = muc
end

Include("/run/prosody/config/conf.d/*.cfg.lua")
