/** Opens what a notification is about. */

export function openSubject(event) {
  const { notification } = event;
  notification.close();
  if (notification.data?.navigate) event.waitUntil(clients.openWindow(notification.data.navigate));
}
