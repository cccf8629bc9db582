package io.conntrack;

/** What connection tracking knows about the layer 4 protocol of a flow beside its tuples. */
public sealed interface ProtocolInfo permits TcpInfo, SctpInfo, DccpInfo {}
