-- wrk: requests for tokens, of 2000 participants in turn.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

local count = 0
function request()
  count = count + 1
  return wrk.format(nil, nil, nil, string.format(
    '{"roomName":"consultation-room-123","participantIdentity":"user-%d","expirationSeconds":3600,"participantName":"Dr. Ada Example"}',
    count % 2000))
end
