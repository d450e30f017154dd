package dev.mtls.parser.wire;

/** Thrown by strict readers for the first byte that breaks a rule: an exception around one {@link Problem}. */
public final class MalformedTlsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // Problem is no Serializable; exceptions are not sent anywhere.
    private final transient Problem problem;

    /** An exception around a problem. */
    public MalformedTlsException(Problem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    /** What is wrong and where. */
    public Problem problem() {
        return problem;
    }
}
