package dev.mtls.core.path;

/** For which certificates of a path a CRL must be there. */
public enum CrlScope {
    /** For the certificate of the peer alone. */
    LEAF,
    /** For every certificate of the path but the anchor. */
    CHAIN
}
