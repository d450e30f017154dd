package dev.mtls.parser.extension;

import dev.mtls.parser.code.ExtensionType;
import dev.mtls.parser.wire.Bytes;
import dev.mtls.parser.wire.WireWriter;

/**
 * An extension of a handshake message. RFC 8446 4.2: {@code ExtensionType extension_type; opaque extension_data<0..2^16-1>}.
 *
 * <p>A minor release may add members to this family, for what is an {@link UnknownExtension} today: give a {@code switch}
 * over it a {@code default} to stay compatible. Code that works with {@link #type} and {@link #body} keeps working.
 */
public sealed interface TlsExtension
        permits ApplicationLayerProtocolNegotiation,
                ApplicationSettings,
                CachedInfo,
                CertType,
                CertificateAuthorities,
                ChannelId,
                ClientAuthz,
                ClientCertTypeExtension,
                ClientCertificateUrl,
                CompressCertificate,
                ConnectionId,
                Cookie,
                DelegatedCredentialExtension,
                DeprecatedConnectionId,
                DnssecChain,
                DraftQuicTransportParameters,
                EarlyData,
                EcPointFormats,
                EchOuterExtensions,
                EncryptThenMac,
                EncryptedClientHello,
                EncryptedServerName,
                ExtendedMasterSecret,
                ExternalIdHash,
                ExternalSessionId,
                HeartbeatExtension,
                KeyShare,
                MalformedExtension,
                MaxFragmentLength,
                NextProtocolNegotiation,
                OidFilters,
                OldApplicationSettings,
                OldChannelId,
                Padding,
                Pake,
                PasswordSalt,
                PostHandshakeAuth,
                PreSharedKey,
                PrivateExtension,
                PskKeyExchangeModes,
                PwdClear,
                PwdProtect,
                QuicTransportParameters,
                RecordSizeLimit,
                RenegotiationInfo,
                ReturnRoutabilityCheck,
                SequenceNumberEncryptionAlgorithms,
                ServerAuthz,
                ServerCertTypeExtension,
                ServerName,
                SessionTicket,
                SignatureAlgorithms,
                SignatureAlgorithmsCert,
                SignedCertificateTimestamp,
                Srp,
                StatusRequest,
                StatusRequestV2,
                SupportedEktCiphers,
                SupportedGroups,
                SupportedVersions,
                TicketPinning,
                TicketRequest,
                Tlmsp,
                TlmspDelegate,
                TlmspProxying,
                TlsCertWithExternPsk,
                TlsFlags,
                TlsLts,
                TokenBinding,
                TransparencyInfo,
                TruncatedHmac,
                TrustAnchors,
                TrustedCaKeys,
                UnknownExtension,
                UseSrtp,
                UserMapping {

    /** What the extension is. */
    ExtensionType type();

    /** Writes the body, without type and length: the same bytes as it was read from. */
    void write(WireWriter out);

    /** The body, without type and length. Made anew from the components at each call unless it is kept as bytes. */
    default Bytes body() {
        WireWriter out = new WireWriter();
        write(out);
        return out.toBytes();
    }
}
