package io.pincite.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// What kind of address the server listens on.
public final class Addresses {
  private Addresses() {}

  /// Whether only this machine can reach it; an address that cannot be resolved is taken for open.
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  public static boolean isAny(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
