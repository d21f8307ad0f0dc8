-- GET /health: 200 unless a module reports an error; only from loopback.
module:set_global()

local modulemanager = require "prosody.core.modulemanager"
local allowed = module:get_option_set("http_health_allow_ips", { "::1", "127.0.0.1" })

local function answer(status, text)
  return { status_code = status, headers = { content_type = "text/plain" }, body = text }
end

local function is_faulty()
  for host in pairs(prosody.hosts) do
    for _, loaded in pairs(modulemanager.get_modules(host)) do
      if loaded.module.status_type == "error" then return true end
    end
  end
  return false
end

module:depends "http"
module:provides("http", {
  route = {
    GET = function(event)
      if not allowed:contains(event.request.ip) then return 403 end
      return is_faulty() and answer(500, "HAS ERRORS\n") or answer(200, "OK\n")
    end,
  },
})
