/** Opens what a notification is about. */

addEventListener("notificationclick", (event) => {
  const { notification } = event;
  notification.close();
  if (notification.data?.navigate) event.waitUntil(clients.openWindow(notification.data.navigate));
});
