package io.conntrack.examples.cli;

/** Says that a correct command line could not be carried out: the command ends with status 1. */
final class OperationFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  OperationFailedException(String reason) {
    super(reason);
  }
}
