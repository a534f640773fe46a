package dev.perdure.llm.price;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.model.ModelPrice;
import dev.perdure.core.model.PriceList;
import dev.perdure.core.tenant.OrgId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The prices that ship with Perdure, and those that the configuration sets over them; the same for
 * every organization. A whole name goes before one with {@code *}, a longer beginning before a
 * shorter, and of several dates the latest that has come.
 */
public final class PriceTable implements PriceList {
  private static final String SHIPPED = "prices.json";
  private static final Comparator<ModelPrice> BEST =
      Comparator.comparing((ModelPrice price) -> !price.model().endsWith("*"))
          .thenComparingInt(price -> price.model().length())
          .thenComparing(ModelPrice::validFrom);

  private final List<ModelPrice> configured;
  private final List<ModelPrice> shipped;

  /** The file of prices. */
  private record Table(String note, List<PriceEntry> prices) {}

  private PriceTable(List<ModelPrice> configured, List<ModelPrice> shipped) {
    this.configured = List.copyOf(configured);
    this.shipped = List.copyOf(shipped);
  }

  /**
   * The shipped prices, under the configured ones.
   *
   * @throws IllegalArgumentException saying what is wrong with a configured price
   */
  public static PriceTable create(List<PriceEntry> configured) {
    return new PriceTable(prices(configured), prices(shipped()));
  }

  @Override
  public Optional<ModelPrice> price(OrgId orgId, String providerSlashModel, Instant at) {
    int slash = providerSlashModel.indexOf('/');
    if (slash < 1) {
      return Optional.empty();
    }
    String provider = providerSlashModel.substring(0, slash);
    String model = providerSlashModel.substring(slash + 1);
    LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
    return best(configured, provider, model, day).or(() -> best(shipped, provider, model, day));
  }

  private static Optional<ModelPrice> best(
      List<ModelPrice> prices, String provider, String model, LocalDate day) {
    return prices.stream()
        .filter(price -> price.provider().equals(provider) && isFor(price, model))
        .filter(price -> !price.validFrom().isAfter(day))
        .max(BEST);
  }

  private static boolean isFor(ModelPrice price, String model) {
    String name = price.model();
    return name.endsWith("*")
        ? model.startsWith(name.substring(0, name.length() - 1))
        : model.equals(name);
  }

  private static List<ModelPrice> prices(List<PriceEntry> entries) {
    return entries.stream().map(PriceEntry::price).toList();
  }

  private static List<PriceEntry> shipped() {
    try (InputStream in = PriceTable.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(SHIPPED + " is missing");
      }
      return new ObjectMapper().readValue(in, Table.class).prices();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
