package dev.perdure.store;

/** Both hold: the conditions of the queries, and row-level security behind them. */
class TenancyTest extends TenancyContract {

  TenancyTest() {
    super(new StoreFixture(TenancyTest.class));
  }
}
