-- The rules of a token, as Jitsi's token/util.lib.lua has them for HS256.
local json = require "prosody.util.json"
local base64 = require "prosody.util.encodings".base64
local jwt = require "prosody.util.jwt"

local function is_among(list, value)
  for _, allowed in ipairs(list) do
    if allowed == "*" or allowed == value then return true end
  end
  return false
end

local function header_of(token)
  local text = token:match("^([%w_-]+)%.")
  if not text then return end
  text = text:gsub("[-_]", { ["-"] = "+", ["_"] = "/" })
  return json.decode(base64.decode(text .. "==") or "")
end

local function is_time(value, is_held)
  return value == nil or (type(value) == "number" and is_held(value))
end

-- The claims of a token that holds now, or nil and why not.
local function verified(token, options)
  local header = header_of(token)
  if type(header) ~= "table" or header.typ ~= "JWT" then return nil, "typ is not JWT" end
  local verify = jwt.new_verifier("HS256", options.secret, { accept_expired = true })
  local ok, claims = verify(token)
  if not ok then return nil, claims end
  local now = os.time()
  if type(claims.iss) ~= "string" or not is_among(options.issuers, claims.iss) then
    return nil, "issuer not accepted"
  end
  if type(claims.aud) ~= "string" or not is_among(options.audiences, claims.aud) then
    return nil, "audience not accepted"
  end
  if not is_time(claims.exp, function(time) return now < time end) then
    return nil, "token expired"
  end
  if not is_time(claims.nbf, function(time) return now >= time end) then
    return nil, "token not yet valid"
  end
  if type(claims.room) ~= "string" then return nil, "room is missing" end
  return claims
end

return { verified = verified }
