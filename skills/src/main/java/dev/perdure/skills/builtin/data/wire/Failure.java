package dev.perdure.skills.builtin.data.wire;

/** Why a query came to no answer. */
public enum Failure {
  /** It is no query, or more than one, or it calls what is not allowed. */
  REFUSED,
  /** The database says that it is wrong. */
  WRONG,
  /** It needed more memory, or more room on the disk. */
  TOO_LARGE,
  /** It needed more time. */
  TOO_SLOW,
  /** It made the database crash. */
  CRASHED,
  /** The server can't be reached, or lets nobody in. */
  UNREACHABLE,
  /** The role may do what no query should. */
  UNSAFE_ROLE
}
