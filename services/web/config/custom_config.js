// Read after upstream's config.js, as its custom-config.js. What our pages say
// by the frame's options (buttons, start muted: admin/visits) is said here once
// more, so that a link typed by hand shows the same page.

// The way in is our own: no page before the call, none after it, no app.
config.prejoinConfig = { enabled: false };
config.prejoinPageEnabled = false;
config.enableWelcomePage = false;
config.enableClosePage = false;
config.disableDeepLinking = true;
config.disableInviteFunctions = true;
config.doNotStoreRoom = true;
config.requireDisplayName = false;

// Whoever is let in first hears before being heard.
config.startWithAudioMuted = true;
config.startWithVideoMuted = true;

// The buttons of a patient; staff get theirs by the frame's options.
config.toolbarButtons = [
  "microphone",
  "camera",
  "tileview",
  "fullscreen",
  "settings",
  "hangup",
];
config.disableProfile = true;
config.disableReactions = true;
config.disablePolls = true;
config.disableModeratorIndicator = false;
config.remoteVideoMenu = { disableKick: true, disableGrantModerator: true };
config.localRecording = { disable: true, notifyAllParticipants: false };
config.fileRecordingsEnabled = false;
config.liveStreaming = { enabled: false };
config.recordingService = { enabled: false };
config.transcription = { enabled: false };
config.securityUi = { hideLobbyButton: true, disableLobbyPassword: true };

// Nobody else is told anything.
config.disableThirdPartyRequests = true;
config.analytics = { disabled: true };
config.callStatsID = undefined;
config.callStatsSecret = undefined;
config.gravatar = { disabled: true };
config.giphy = { enabled: false };
config.dropbox = undefined;
config.enableCalendarIntegration = false;
config.googleApiApplicationClientID = undefined;
config.microsoftApiApplicationClientID = undefined;
config.whiteboard = { enabled: false };
config.etherpad_base = undefined;
config.faceLandmarks = { enableFaceExpressionsDetection: false };
config.deploymentUrls = undefined;
config.helpCentreURL = undefined;
config.dialInNumbersUrl = undefined;
config.dialInConfCodeUrl = undefined;
config.inviteAppName = null;
config.brandingRoomAlias = null;
config.dynamicBrandingUrl = undefined;

// Between two people: over the bridge unless the installation says otherwise
// (VISITE_P2P), with our own STUN in any case.
config.p2p = config.p2p || {};
config.p2p.stunServers = (config.p2p.stunServers || []).filter(
  function (server) {
    return server.urls.indexOf(location.hostname + ":3478") > 0;
  },
);
