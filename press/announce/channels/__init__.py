"""The types of channels: one module each, all with the functions of `press.announce.channel.ChannelType`."""
