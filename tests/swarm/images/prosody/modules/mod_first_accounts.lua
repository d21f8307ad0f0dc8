-- Makes this host's accounts at each start, with passwords from the environment.
-- An account that is there already keeps the password it has.
local users = require "prosody.core.usermanager"

module:hook_global("server-started", function()
  for name, variable in pairs(module:get_option("first_accounts", {})) do
    if not users.user_exists(name, module.host) then
      assert(users.create_user(name, os.getenv(variable), module.host))
      module:log("info", "made the account %s", name)
    end
  end
end)
